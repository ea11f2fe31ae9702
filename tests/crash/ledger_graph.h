// What crash tests write and what they expect to find. Client c's transaction i makes a step node
// (c, i), a relationship from the step before and one to a hub with evidence for some, appends
// (c, i) to a list of the hub, and moves a counter of the client and one of the hub. Every process
// run has a hub of its own. Afterwards: each acknowledged step is there (else lost), every step is
// whole, no client has a gap, list, counter and degree of each hub agree, and check() is clean
// (else torn). Bulk loads stand beside them: each is there as a whole or not at all, those that
// were acknowledged are, and the index that is made anew after each is what check() wants.
// Thread-safety: LedgerWriter::step is safe for different clients; the rest are pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "liaison/engine/database.h"

namespace liaison::test {

struct Ack {
  std::uint64_t client = 0;
  std::uint64_t step = 0;
  CommitNumber commit = 0;
};

// The highest step of each client.
using Ledger = std::map<std::uint64_t, std::uint64_t>;

class LedgerWriter {
 public:
  // Makes what is missing of clients 0 .. client_count - 1, an index and a hub, and commits.
  LedgerWriter(Database& database, std::uint64_t client_count);

  // One transaction of a client. Nullopt on a conflict. `value_bytes_max` bounds the text of a
  // step: 1, 100, 5,000 and now and then 1,000,000 bytes.
  std::optional<Ack> step(std::uint64_t client, std::mt19937_64& random,
                          std::size_t value_bytes_max = 1'000'000);

 private:
  struct Client {
    NodeId node;
    NodeId last_step;  // 0: none yet
  };
  Database& database_;
  NodeId hub_;
  std::map<std::uint64_t, Client> clients_;
};

// Loads are the steps of a client of their own.
inline constexpr std::uint64_t kLoaderClient = 999;

class LedgerLoader {
 public:
  // `scratch` is a folder for the files to load; not the database's.
  LedgerLoader(Database& database, std::string scratch);

  // One bulk load: nodes in a ring. From the second on makes the index of loaded nodes anew, in
  // bulk, before it.
  Ack step();

 private:
  void make_index();

  Database& database_;
  const std::string scratch_;
  std::uint64_t last_ = 0;
  bool has_loaded_ = false;
};

struct LedgerFindings {
  std::uint64_t lost = 0;
  std::vector<std::string> torn;  // one sentence each
  Ledger found;
};

LedgerFindings verify_ledger(Database& database, const Ledger& acknowledged);
// Commits a node and reads it. Throws what goes wrong.
void accept_commit(Database& database);
// A number that stands for every row that a reader can see: nodes, relationships, properties, both
// adjacency directions, index seeks, evidence. Throws what reading throws.
std::uint64_t fingerprint(Database& database);

}  // namespace liaison::test
