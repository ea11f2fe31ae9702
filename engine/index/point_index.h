// Points by where they lie, one coordinate system apart from the other. An entry of the index table
// is (index, system, cell, entity) with
//   0/4  SRID, big-endian
//   4/8  cell, big-endian: the coordinates as whole numbers, their bits taken in turn from the
//        highest down (Z-order); 32 bits each in two dimensions, 21 each in three
// Geographic x and y are parts of their full circle and half circle; all other coordinates are the
// highest bits of their ordered double (key_codec.h), which grow with the coordinate.
// A box is a few runs of cells: squares of the curve, halved until there are enough of them. What a
// search gives is who lies in these cells: a superset of what is looked for.
// Worked example: point({x: 1, y: 2}) has x BFF00000, y C0000000, so that an entry of index 3 and
// entity 9 is 00000003 00001C23 DA AA AA 00 00 00 00 00 0000000000000009.
//
// Source of the order: G. M. Morton, "A computer oriented geodetic data base" (1966).
// Thread-safety: immutable.
#pragma once

#include "index/index.h"

namespace liaison::engine {

class PointIndex final : public Index {
 public:
  void check_definition(const IndexDefinition& definition) const override;
  TableId table() const override { return TableId::Index; }
  std::string prefix(IndexId index) const override;
  IndexContent content(const IndexDefinition& definition, std::uint64_t entity,
                       std::span<const PropertyEntry> properties) const override;
  bool notes_probes() const override { return false; }

  // Keys of entries: lower <= key < upper.
  struct KeyRange {
    std::string lower;
    std::string upper;
  };
  // Runs of cells, ascending and apart, that hold every point of the box. Empty when the corners
  // are of different systems or the box is empty.
  static std::vector<KeyRange> box(IndexId index, const Point& lower, const Point& upper);
  // The same for the points at most `distance` away.
  static std::vector<KeyRange> around(IndexId index, const Point& center, double distance);
};

}  // namespace liaison::engine
