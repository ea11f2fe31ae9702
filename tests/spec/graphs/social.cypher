// Three people who know each other, and the two cities they live in.
CREATE (ada:Person {name: 'Ada', age: 36}), (bob:Person {name: 'Bob', age: 41}),
       (cyd:Person:Admin {name: 'Cyd'}), (rome:City {name: 'Rome'}), (oslo:City {name: 'Oslo'}),
       (ada)-[:KNOWS {since: 2001}]->(bob), (bob)-[:KNOWS {since: 2010}]->(cyd),
       (cyd)-[:KNOWS {since: 2015}]->(ada), (ada)-[:LIVES_IN]->(rome), (bob)-[:LIVES_IN]->(rome),
       (cyd)-[:LIVES_IN]->(oslo);
