// Which persons could be one. What is made of it: article_loader_test.cpp.
#include "articles/corpus_identity.h"

#include <doctest/doctest.h>

using namespace liaison::loaders;

namespace {

using Keys = std::set<std::string>;

PersonIndex index_of(const std::vector<std::string>& keys) {
  PersonIndex index;
  for (const std::string& key : keys) index.put(key, key);
  return index;
}

}  // namespace

TEST_CASE("a person may be one with spellings for umlauts and with longer and shorter names") {
  const PersonIndex index =
      index_of({"official:juergen stock", "official:jurgen stock", "official:sar kheng",
                "official:samdech sar kheng", "official:to lam", "official:nguyen van lam"});
  CHECK(index.related("official:jurgen stock") ==
        Keys{"official:juergen stock", "official:jurgen stock"});
  CHECK(index.related("official:sar kheng") ==
        Keys{"official:samdech sar kheng", "official:sar kheng"});
  CHECK(index.related("official:to lam") == Keys{"official:to lam"});
  CHECK(index.related("official:nobody known") == Keys{"official:nobody known"});
}

TEST_CASE("relations go on from person to person") {
  const PersonIndex index = index_of({"official:hans mueller", "official:hans muller",
                                      "official:karl hans muller", "official:a b"});
  const Keys all = {"official:hans mueller", "official:hans muller", "official:karl hans muller"};
  for (const std::string& key : all) CHECK(index.related(key) == all);
}

TEST_CASE("a person who moved is found at the new node") {
  PersonIndex index = index_of({"official:juergen stock"});
  index.put("official:juergen stock", "official:jurgen stock");
  REQUIRE(index.node_of("official:juergen stock") != nullptr);
  CHECK(*index.node_of("official:juergen stock") == "official:jurgen stock");
  CHECK(index.node_of("official:jurgen stock") == nullptr);
  CHECK(index.related("official:juergen stock").size() == 1);
}
