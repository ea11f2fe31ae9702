#include "liaison/engine/bulk_load.h"

#include <set>

#include "bulk/loader.h"

namespace liaison {

BulkReport bulk_load(Database& database, const BulkInput& input, const BulkLoadOptions& options) {
  engine::DatabaseImpl& impl = engine::database_impl(database);
  std::set<std::string> text_spaces;
  bool has_wide_keys = false;
  while (true) {
    const engine::InputPlan plan =
        engine::make_input_plan(input, options, text_spaces, impl.tokens);
    impl.space.require();
    engine::WriterLock lock = impl.pipeline.lock_writer();
    BulkReport report;
    try {
      engine::BulkLoader loader(impl, lock, plan, options, has_wide_keys, report);
      report.commit = loader.run();
    } catch (const engine::IdsAreText& found) {
      text_spaces.insert(plan.spaces[found.space]);
      continue;
    } catch (const engine::NeedsWideKeys&) {
      has_wide_keys = true;
      continue;
    }
    lock.release();
    impl.folder.wake();
    impl.pipeline.wait_durable(report.commit);
    return report;
  }
}

}  // namespace liaison
