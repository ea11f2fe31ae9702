CREATE (a:P {name: 'a'})-[:T]->(b:P {name: 'b'})-[:T]->(c:P {name: 'c'})-[:T]->(d:P {name: 'd'}),
       (a)-[:U]->(d);
