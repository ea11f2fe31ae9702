// The read cache warm, and what building a chunk costs. Each figure has its floor in the same run:
// the same access to a CSR in plain arrays.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <random>
#include <span>
#include <vector>

#include "cache/chunk_builder.h"
#include "database_impl.h"
#include "liaison/engine/database.h"
#include "liaison/engine/neighbour_lists.h"

namespace liaison::bench {
namespace {

constexpr std::uint64_t kNodes = 40'000;
constexpr std::uint64_t kRelationships = 400'000;

struct Graph {
  std::unique_ptr<Database> database;
  std::vector<NodeId> nodes;
  std::vector<NodeId> shuffled;
  LabelId label;
  RelationshipTypeId type;
  PropertyKeyId number, real, word;
  IndexId index;

  // The same adjacency by hand.
  std::vector<std::uint32_t> offsets;
  std::vector<std::uint32_t> targets;

  Graph() {
    DatabaseOptions options;
    options.in_memory = true;
    database = Database::open({}, options);
    std::mt19937_64 random(11);
    auto tx = database->begin(TransactionMode::Write);
    GraphWriter& writer = tx.writer();
    label = writer.label("Person");
    type = writer.relationship_type("KNOWS");
    number = writer.property_key("number");
    real = writer.property_key("real");
    word = writer.property_key("word");
    for (std::uint64_t i = 0; i < kNodes; ++i) {
      const PropertyEntry properties[] = {{number, Value(static_cast<std::int64_t>(i))},
                                          {real, Value(static_cast<double>(i) / 3)},
                                          {word, Value("word " + std::to_string(random() % 200))}};
      nodes.push_back(writer.create_node({&label, 1}, properties));
    }
    std::vector<std::pair<std::uint64_t, std::uint64_t>> pairs;
    for (std::uint64_t i = 0; i < kRelationships; ++i) {
      pairs.emplace_back(random() % kNodes, random() % kNodes);
    }
    std::sort(pairs.begin(), pairs.end());
    offsets.resize(kNodes + 1);
    for (const auto& [source, target] : pairs) {
      writer.create_relationship(type, nodes[source], nodes[target], {});
      ++offsets[source + 1];
      targets.push_back(static_cast<std::uint32_t>(target));
    }
    for (std::size_t i = 0; i < kNodes; ++i) offsets[i + 1] += offsets[i];
    IndexDefinition definition;
    definition.name = "numbers";
    definition.token = label.value;
    definition.keys = {number};
    index = writer.create_index(definition).id;
    tx.commit();
    shuffled = nodes;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
  }
};

Graph& graph() {
  static Graph graph;
  return graph;
}

std::vector<std::uint64_t> stretch() {
  // Consecutive ids from the middle of the nodes.
  std::vector<std::uint64_t> ids;
  for (std::size_t i = 0; i < 2048; ++i) ids.push_back(graph().nodes[20'000].value + i);
  return ids;
}

void neighbours_floor(benchmark::State& state) {
  const Graph& g = graph();
  std::size_t at = 0;
  std::uint64_t sum = 0;
  for (auto _ : state) {
    const std::uint64_t node = g.shuffled[at].value - g.nodes[0].value;
    for (std::uint32_t i = g.offsets[node % kNodes]; i < g.offsets[node % kNodes + 1]; ++i) {
      sum += g.targets[i];
    }
    if (++at == g.shuffled.size()) at = 0;
  }
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(neighbours_floor);

void neighbours(benchmark::State& state) {
  const Graph& g = graph();
  const auto tx = g.database->begin(TransactionMode::Read);
  const auto cursor = tx.reader().neighbours(g.type, Direction::Outgoing);
  for (const NodeId node : g.nodes) cursor->list(node);
  std::size_t at = 0;
  std::uint64_t sum = 0;
  for (auto _ : state) {
    for (const NodeId node : cursor->list(g.shuffled[at]).neighbours) sum += node.value;
    if (++at == g.shuffled.size()) at = 0;
  }
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(neighbours);

// The same where the lists lie, for many nodes at a time; the time is that of one list.
void neighbour_views(benchmark::State& state) {
  const Graph& g = graph();
  const auto tx = g.database->begin(TransactionMode::Read);
  const auto views = view_neighbours(tx.reader(), g.type, Direction::Outgoing);
  const auto count = static_cast<std::size_t>(state.range(0));
  std::vector<NeighbourView> found;
  views->read(g.nodes, found);
  std::size_t at = 0;
  std::size_t next = count;
  std::uint64_t sum = 0;
  for (auto _ : state) {
    if (next == count) {
      if (at + count > g.shuffled.size()) at = 0;
      views->read(std::span(g.shuffled).subspan(at, count), found);
      at += count;
      next = 0;
    }
    const NeighbourView& list = found[next++];
    list.neighbours.visit([&](const auto* ids, std::uint64_t base) {
      for (std::size_t i = 0; i < list.size(); ++i) sum += base + ids[i];
    });
  }
  benchmark::DoNotOptimize(sum);
}
BENCHMARK(neighbour_views)->Arg(1)->Arg(64)->Arg(1024);

void expand_2048(benchmark::State& state) {
  const Graph& g = graph();
  const auto tx = g.database->begin(TransactionMode::Read);
  const std::vector<NodeId> nodes(g.shuffled.begin(), g.shuffled.begin() + 2048);
  ExpandResult out;
  for (auto _ : state) {
    tx.reader().expand(nodes, {&g.type, 1}, Direction::Outgoing, out);
    benchmark::DoNotOptimize(out.neighbour.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(out.size()) * state.iterations());
}
BENCHMARK(expand_2048);

void gather_2048(benchmark::State& state) {
  const Graph& g = graph();
  const auto tx = g.database->begin(TransactionMode::Read);
  const PropertyKeyId keys[] = {g.number, g.real, g.word};
  std::vector<std::uint64_t> ids = stretch();
  if (state.range(1) != 0) std::shuffle(ids.begin(), ids.end(), std::mt19937(3));
  ColumnVector out;
  for (auto _ : state) {
    tx.reader().gather(EntityKind::Node, ids, keys[state.range(0)], out);
    benchmark::DoNotOptimize(out.size());
  }
}
// Integer, float, string; in order and in disorder.
BENCHMARK(gather_2048)->ArgsProduct({{0, 1, 2}, {0, 1}});

void has_label_2048(benchmark::State& state) {
  const Graph& g = graph();
  const auto tx = g.database->begin(TransactionMode::Read);
  const std::vector<NodeId> nodes(g.shuffled.begin(), g.shuffled.begin() + 2048);
  std::vector<std::uint8_t> out;
  for (auto _ : state) tx.reader().has_label(nodes, g.label, out);
  benchmark::DoNotOptimize(out.data());
}
BENCHMARK(has_label_2048);

void scan_label(benchmark::State& state) {
  const Graph& g = graph();
  const auto tx = g.database->begin(TransactionMode::Read);
  for (auto _ : state) {
    std::vector<NodeId> ids;
    const auto scan = tx.reader().scan_label(g.label);
    while (scan->next(2048, ids) > 0) {
    }
    benchmark::DoNotOptimize(ids.data());
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(kNodes) * state.iterations());
}
BENCHMARK(scan_label);

void seek_one(benchmark::State& state) {
  const Graph& g = graph();
  const auto tx = g.database->begin(TransactionMode::Read);
  SeekResult out;
  std::vector<Value> warm(64, Value(1));
  tx.reader().seek(g.index, warm, out);
  std::int64_t at = 0;
  for (auto _ : state) {
    const Value probe(at);
    tx.reader().seek(g.index, {&probe, 1}, out);
    at = (at + 7919) % static_cast<std::int64_t>(kNodes);
  }
  benchmark::DoNotOptimize(out.entity.data());
}
BENCHMARK(seek_one);

// One chunk from pages: time per row or entry.
void build(benchmark::State& state) {
  const Graph& g = graph();
  engine::DatabaseImpl& impl = engine::database_impl(*g.database);
  const auto published = impl.pipeline.published();
  const engine::ColumnId columns[] = {{engine::ColumnKind::Outgoing, g.type.value},
                                      {engine::ColumnKind::NodeProperty, g.number.value},
                                      {engine::ColumnKind::NodeProperty, g.word.value},
                                      {engine::ColumnKind::NodeRecords, 0},
                                      {engine::ColumnKind::Label, g.label.value}};
  const engine::ColumnId column = columns[state.range(0)];
  const std::uint64_t segment = engine::segment_of(g.nodes[20'000].value);
  std::int64_t items = engine::kSegmentRows;
  for (auto _ : state) {
    const auto chunk = engine::build_chunk(impl.tables, published->snapshot.get(), column, segment);
    if (state.range(0) == 0) {
      items = static_cast<const engine::AdjacencyChunk&>(*chunk).offsets.back();
    }
    benchmark::DoNotOptimize(chunk.get());
  }
  state.SetItemsProcessed(items * state.iterations());
}
// Adjacency, integer, string, records, label.
BENCHMARK(build)->DenseRange(0, 4);

}  // namespace
}  // namespace liaison::bench
