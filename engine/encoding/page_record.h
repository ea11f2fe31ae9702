// Body of a page of node or relationship records (record_codec.h has their loose form): columns
// instead of rows, all of them with direct access, so that one record or one property is found
// without decoding the others. The key of every entry is an 8-byte id.
//
//   numbers column   base (8), width w in {0, 1, 2, 4, 8} (1), n differences to the base, w each;
//                    width 0: all are the base
//   page of nodes:          ids (numbers); number of distinct label sets (varint), each as size
//                           varint and the bytes that start its records; per row which set
//                           (numbers)
//   page of relationships:  ids, types, sources, targets (numbers each)
//   then                    number of property columns (varint), each:
//     key token (varint, strictly ascending), column kind (1), size of the rest (varint), rest:
//     presence: 01 all rows have it, or 00 and a bitmap of (n + 7) / 8 bytes, low bit first
//     kind 1 integer   numbers of the m rows that have it, modulo 2^64
//          2 float     m times 8
//          3 boolean   bitmap of m bits
//          4 string    end offsets (numbers column of m), bytes of all strings
//          5 tagged    as 4, with whole tagged values (tagged_bytes.h) for strings: mixed or rarer
//                      kinds
// Worked example: page_codec_test.cpp spells a page of two nodes byte for byte.
// Thread-safety: as page_codec.h.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "encoding/page_codec.h"

namespace liaison::engine {

// `kind` is NodeRecords or RelationshipRecords. False, and nothing written, when some entry is not
// a record in its one canonical spelling.
bool put_record_body(std::string& out, PageKind kind, std::span<const PageEntry> entries);
std::unique_ptr<PageCursor> open_record_body(PageKind kind, std::string_view body,
                                             std::size_t entry_count);

}  // namespace liaison::engine
