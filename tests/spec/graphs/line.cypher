// a -> b -> c -> d in a row, x by itself, and a node of another label that leads to all of them.
CREATE (a:Stop {n: 'a'})-[:R {km: 1}]->(b:Stop {n: 'b'})-[:R]->(c:Stop {n: 'c'})-[:R]->(d:Stop {n: 'd'}), (x:Stop {n: 'x'}),
       (o:Other)-[:S]->(a), (o)-[:S]->(x);
