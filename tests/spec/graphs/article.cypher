CREATE (d1:Article {name: 'first', text: 'Ada met Ben in Lyon. Ben leads the police.'}),
       (d2:Article {name: 'second', text: 'In Lyon, Ben was met by Ada.'}),
       (ada:Official {name: 'Ada'}), (ben:Official {name: 'Ben'}), (pol:Agency {name: 'Police'}),
       (ada)-[:MET]->(ben), (ben)-[:HOLDS_POST]->(pol);
