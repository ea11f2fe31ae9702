// The three roles in a pipeline. A source makes chunks, stream operators turn a chunk into more
// chunks, a sink takes all of them in and is the source of the next pipeline. Operators never
// change once planned; what a run needs is in a state made per run.
//
// Several threads may work on one pipeline, on different chunks of it: each has states of its own
// for the operators that say is_parallel(), and a sink puts them together at the end.
// Thread-safety: operators are immutable and shared; a state belongs to one run and one thread.
#pragma once

#include <memory>
#include <vector>

#include "eval/row_layout.h"
#include "exec/execution_context.h"
#include "liaison/engine/data_chunk.h"

namespace liaison::query {

// One run of one physical plan: the statement's context and the rows its Argument stands for.
struct Frame {
  ExecutionContext& context;
  const DataChunk* argument;  // never null; at the top one row without columns
  // Place of the rows at hand among those of the pipeline, when threads share it: rows of a smaller
  // one come first. Else 0.
  std::uint32_t morsel = 0;
  // The pipeline's sink has no use for whole groups that come fewer times than this
  // (Aggregation::LargestGroups). Grows while it takes them in.
  std::int64_t wanted_count = 0;
};

class OperatorState {
 public:
  virtual ~OperatorState() = default;
};

class PhysicalOperator {
 public:
  virtual ~PhysicalOperator() = default;
  // Null: a run needs nothing to remember.
  virtual std::unique_ptr<OperatorState> make_state(Frame&) const { return nullptr; }

  // Whether several threads may run it, and chunks come in any order.
  virtual bool is_parallel() const { return false; }

  // Set once by the physical planner: place of the state, and the operator it came from.
  std::size_t state_index = 0;
  const LogicalOperator* logical = nullptr;  // may be null
};

class Source : public PhysicalOperator {
 public:
  // Fills `out`, which is empty and without columns. False: there is no more.
  virtual bool produce(Frame&, OperatorState&, DataChunk& out) const = 0;
  // More than one chunk is to be expected.
  virtual bool gives_many_chunks() const { return false; }
};

class StreamOperator : public PhysicalOperator {
 public:
  // Fills `out`, which is empty and without columns. True: call again with the same input, there
  // is more to come of it. A chunk without rows is fine.
  virtual bool process(Frame&, OperatorState&, const DataChunk& in, DataChunk& out) const = 0;
  // True: no further input can give output.
  virtual bool is_finished(const OperatorState&) const { return false; }
  // After the last input: fills `out` with rows held back. False: there are no more.
  virtual bool flush(Frame&, OperatorState&, DataChunk&) const { return false; }

  // One input chunk may give very many rows: a place from which to share work.
  virtual bool multiplies() const { return false; }
  // What threads share, made before they start, by the thread that runs the statement.
  virtual void prepare_parallel(Frame&, OperatorState&) const {}
  // State of one more thread; `main` is prepared and does not change meanwhile.
  virtual std::unique_ptr<OperatorState> make_local(Frame& frame, const OperatorState& main) const {
    static_cast<void>(main);
    return make_state(frame);
  }
};

class Sink : public Source {
 public:
  bool gives_many_chunks() const override { return true; }
  virtual void consume(Frame&, OperatorState&, DataChunk chunk) const = 0;
  // Takes over what another thread's state has taken in; before finish(). *Requires* is_parallel().
  virtual void combine(Frame&, OperatorState& main, OperatorState& other) const {
    static_cast<void>(main);
    static_cast<void>(other);
  }
  virtual void finish(Frame&, OperatorState&) const {}
};

// Copies the columns that an operator hands on.
class Carry {
 public:
  Carry() = default;
  Carry(const RowLayout& in, const RowLayout& out);
  // Gives `out` its columns: the rows `rows` of the carried ones, the others empty.
  void select(const DataChunk& in, std::span<const std::uint32_t> rows, DataChunk& out) const;
  // The same for all rows.
  void copy(const DataChunk& in, DataChunk& out) const;

 private:
  std::vector<std::pair<std::size_t, std::size_t>> columns_;  // from, to
  std::size_t out_count_ = 0;
};

// The nodes in some rows of a column. Rows holding null are left out; `rows` names those kept.
// *Throws* QueryError(TypeError) for a value that is not a node.
void nodes_of(const ColumnVector& column, std::size_t begin, std::size_t end,
              std::vector<std::uint32_t>& rows, std::vector<NodeId>& nodes);

// An integer (a row number) whatever type the column has taken. *Requires* that it is one.
inline std::int64_t integer_at(const ColumnVector& column, std::size_t row) {
  return column.type() == VectorType::Integer ? column.integers()[row]
                                              : column.get(row).as_integer();
}

// Whether `relationship` is, or is contained in, the value (a relationship or a list of them).
bool contains_relationship(const Value& value, RelationshipId relationship);

}  // namespace liaison::query
