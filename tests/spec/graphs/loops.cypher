// One node with a loop, and two nodes with two parallel relationships.
CREATE (a:A {n: 1})-[:LOOP]->(a), (b:B {n: 2})-[:T {k: 1}]->(c:C {n: 3}), (b)-[:T {k: 2}]->(c);
