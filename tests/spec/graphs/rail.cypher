// Stations A to D with a circle B, C, D, a long link from A to C, and E, which only a road reaches.
CREATE (a:Station {name: 'A'}), (b:Station {name: 'B'}), (c:Station {name: 'C'}),
       (d:Station {name: 'D'}), (e:Station {name: 'E'}),
       (a)-[:LINK {km: 1}]->(b), (b)-[:LINK {km: 2}]->(c), (c)-[:LINK {km: 3}]->(d),
       (d)-[:LINK {km: 4}]->(b), (a)-[:LINK {km: 9}]->(c), (c)-[:ROAD]->(e);
