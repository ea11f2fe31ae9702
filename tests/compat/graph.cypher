UNWIND range(1, 400) AS i
CREATE (:Person:Known {id: i, name: 'person ' + toString(i), born: date({year: 1900 + i % 100, month: 1, day: 1 + i % 28}),
                       weight: i * 0.5, tags: ['a', toString(i % 7)], at: point({x: i, y: -i}), even: i % 2 = 0});
MATCH (a:Person), (b:Person) WHERE b.id = a.id + 1 OR b.id = a.id * 2
CREATE (a)-[:KNOWS {since: a.id % 50, note: 'met ' + b.name}]->(b);
CREATE INDEX person_id FOR (p:Person) ON (p.id);
CREATE INDEX knows_since FOR ()-[k:KNOWS]-() ON (k.since);
CREATE TEXT INDEX person_text FOR (p:Person) ON (p.name);
CREATE POINT INDEX person_at FOR (p:Person) ON (p.at);
CREATE NAMES INDEX person_names FOR (p:Person) ON EACH [p.name];
CREATE CONSTRAINT known_id FOR (p:Known) REQUIRE p.id IS UNIQUE;
CREATE (:Article {name: 'first', text: 'Bộ Công an: Ada met Ben in Lyon.'}), (:Note {text: 'Ben was met by Ada'});
CREATE FULLTEXT INDEX texts FOR (n:Article|Note) ON EACH [n.text];
MATCH (:Person {id: 4})-[k:KNOWS]->(:Person {id: 5}), (d:Article)
CALL evidence.add(k, d, 'Ada met Ben', 12, 0.9, 'met.subject') YIELD n RETURN n;
MATCH (p:Person) WHERE p.id % 50 = 0 SET p.name = p.name + ' again', p.span = duration('P1DT2H') REMOVE p:Known;
MATCH (p:Person {id: 77}) DETACH DELETE p;
