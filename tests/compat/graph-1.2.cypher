CREATE CONSTRAINT person_weight FOR (p:Person) REQUIRE p.weight IS :: INTEGER | FLOAT;
CREATE CONSTRAINT knows_note FOR ()-[k:KNOWS]-() REQUIRE k.note IS :: STRING | LIST<STRING NOT NULL>;
CREATE NAMES INDEX article_names FOR (a:Article) ON EACH [a.name];
CREATE (:Article {name: 'Bộ Công an', text: 'BỘ CÔNG AN: Ada met Ben in Lyon!'}), (:Article {name: 'third', text: 'What Ben told Ada, nobody knows.'});
MATCH (:Person {id: 4})-[k:KNOWS]->(:Person {id: 5}), (d:Article) WHERE d.name <> 'first'
CALL evidence.add(k, d, 'Ada', null, 0.6, 'by hand', {properties: {note: 'met person 5', place: 'Lyon'}}) YIELD n RETURN n;
