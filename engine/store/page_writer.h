// Cuts a sorted run of entries into pages: folding gives it the entries of a fence, bulk load those
// of a whole table. Pages come out in order; a page can be written only once the fence after it is
// known, so one page's worth of entries is held back.
// Thread-safety: one thread. Lifetime: the sink is called from add and finish only.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "encoding/page_codec.h"
#include "encoding/table_id.h"
#include "kv/key_value_store.h"

namespace liaison::engine {

// When pages are cut and rewritten. Tests make them small, so that little data splits and merges.
struct TableLimits {
  // Pages are cut to about the first when they would exceed the second.
  std::size_t page_bytes = kPageBytes;
  std::size_t page_bytes_max = kPageBytesMax;
  // A page that folding leaves smaller than this takes its neighbour in.
  std::size_t small_page_bytes = 4 * 1024;
  // So many changes to one page in a commit make rewriting it cheaper than as many loose rows and
  // a fold later.
  std::size_t rewrite_changes = 256;
  // Commits with fewer rows are made ready on one thread, as a second one costs some 50 us, and
  // leave folding to the background. Those of loads touch most pages each time: what they fold
  // would else be written twice, first as loose rows.
  std::size_t large_commit_rows = 4096;
};

// The entries of one page, and what the page needs to know besides them.
struct PageCut {
  TableId table = TableId::Node;
  std::string fence;
  std::string upper;
  std::uint64_t generation = 0;
  std::string bytes;  // keys and values of the entries
  struct Place {
    std::size_t start;
    std::uint32_t key_size;
    std::uint32_t value_size;
  };
  std::vector<Place> places;

  // The page's stored form.
  std::string encode() const;
};

class PageCutter {
 public:
  using Sink = std::function<void(PageCut&&)>;

  // Makes pages that cover [fence, upper). A whole table is covered from "" to "".
  PageCutter(TableId table, std::string fence, std::string upper, std::uint64_t generation,
             Sink sink, TableLimits limits = {});

  // Requires ascending keys within the range.
  void add(std::string_view key, std::string_view value);
  // Hands out what is left; an empty range gets an empty page.
  void finish();

 private:
  void cut();

  Sink sink_;
  TableLimits limits_;
  PageCut held_;
  std::vector<std::size_t> sizes_;  // of the held entries, as they count for a page
  std::size_t held_size_ = 0;
  std::string last_key_;
};

struct WrittenPage {
  std::string fence;
  std::uint64_t generation = 0;
  std::string bytes;
};

// Adds what a page consists of to a batch: the page, its fence row, and for a fence that had no
// page before the end row.
void put_written_page(WriteBatch& batch, TableId table, WrittenPage&& page, bool is_new_fence);

// A cutter that encodes each page as it comes.
class PageWriter {
 public:
  using Sink = std::function<void(WrittenPage&&)>;

  PageWriter(TableId table, std::string fence, std::string upper, std::uint64_t generation,
             Sink sink, TableLimits limits = {});

  void add(std::string_view key, std::string_view value) { cutter_.add(key, value); }
  void finish() { cutter_.finish(); }

 private:
  PageCutter cutter_;
};

}  // namespace liaison::engine
