SHOW CONSTRAINTS YIELD name, type, propertyType RETURN * ORDER BY name;
MATCH ()-[k:KNOWS]->() WHERE support(k) > 0 RETURN support(k) AS support, round(confidence(k), 9) AS confidence, k.place AS place;
CALL names.find('B.C.A.') YIELD node, level RETURN node.name AS name, level;
CALL evidence.review({maxSupport: 2}) YIELD entity, support RETURN type(entity) AS type, support;
MATCH (d:Article) CALL evidence.withdraw(d, {dryRun: true}) YIELD records, properties RETURN d.name AS name, records, properties ORDER BY name;
