CREATE (a:P {name: 'a'}), (b:P {name: 'b'}), (c:P {name: 'c'}), (d:P {name: 'd'}),
       (e:P {name: 'e'}), (z:P {name: 'z'}),
       (a)-[:T]->(b), (b)-[:T]->(d), (a)-[:T]->(c), (c)-[:T]->(d), (d)-[:T]->(e),
       (a)-[:U]->(e), (e)-[:T]->(e);
