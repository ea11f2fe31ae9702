// What SHOW SETTINGS, SHOW TRANSACTIONS and TERMINATE TRANSACTIONS read and do, through the session
// that runs them. Columns are named as users of openCypher databases know them; what this store has
// no notion of is null.
#include <algorithm>
#include <array>
#include <optional>

#include "liaison/engine/temporal.h"
#include "liaison/engine/temporal_functions.h"
#include "procedures/families.h"
#include "procedures/listing.h"

namespace liaison::query {
namespace {

const StaticType kAny = StaticType::any();
const StaticType kString = StaticType::of(ValueKind::String);
const StaticType kDuration = StaticType::of(ValueKind::Duration);

void collect_names(const Value& value, const char* what, std::vector<std::string>& names) {
  if (value.is_list()) {
    for (const Value& element : value.as_list()) collect_names(element, what, names);
    return;
  }
  if (!value.is_string()) {
    throw QueryError("TypeError", ErrorPhase::Runtime, "InvalidArgumentType",
                     std::string(what) +
                         " are a STRING or a list of them; this is a value of type " +
                         kind_name(value.kind()) + ".");
  }
  names.emplace_back(value.as_string());
}

// None: everything is wanted.
std::optional<std::vector<std::string>> wanted(std::span<const Value> arguments, const char* what) {
  if (arguments.size() < 2 || arguments[1].is_null()) return std::nullopt;
  std::vector<std::string> names;
  collect_names(arguments[1], what, names);
  return names;
}

bool is_wanted(const std::optional<std::vector<std::string>>& names, const std::string& name) {
  return !names || std::find(names->begin(), names->end(), name) != names->end();
}

void show_settings(const ProcedureContext& context, std::span<const Value> arguments,
                   const ProcedureSink& sink) {
  const auto names = wanted(arguments, "Names of settings");
  if (context.session == nullptr) return;
  for (const Setting& setting : context.session->settings()) {
    if (!is_wanted(names, setting.name)) continue;
    const std::array<Value, 5> row = {setting.name, setting.value, false, setting.default_value,
                                      setting.description};
    sink(row);
  }
}

Value instant_text(std::int64_t ns) {
  std::int64_t seconds = ns / kNanosecondsPerSecond;
  std::int64_t rest = ns % kNanosecondsPerSecond;
  return to_string(datetime_from_epoch(seconds, rest));
}

Value duration_of(std::int64_t ns) {
  Duration duration;
  duration.seconds = ns / kNanosecondsPerSecond;
  duration.nanoseconds = static_cast<std::int32_t>(ns % kNanosecondsPerSecond);
  return duration;
}

void show_transactions(const ProcedureContext& context, std::span<const Value> arguments,
                       const ProcedureSink& sink) {
  const auto names = wanted(arguments, "Ids of transactions");
  if (context.session == nullptr) return;
  for (const RunningTransaction& running : context.session->running()) {
    if (!is_wanted(names, running.id)) continue;
    const Value status = running.is_terminated ? "Terminated" : "Running";
    const Value begin = instant_text(running.begin_ns);
    const Value elapsed = duration_of(running.elapsed_ns);
    const std::array<Value, 14> row = {std::string(context.database_name),
                                       running.id,
                                       running.id,
                                       Value(),
                                       Value(),
                                       Value(),
                                       running.statement,
                                       begin,
                                       status,
                                       elapsed,
                                       Value(),
                                       begin,
                                       status,
                                       elapsed};
    sink(row);
  }
}

void terminate_transactions(const ProcedureContext& context, std::span<const Value> arguments,
                            const ProcedureSink& sink) {
  const auto ids = wanted(arguments, "Ids of transactions");
  if (!ids) return;
  for (const std::string& id : *ids) {
    const bool found = context.session != nullptr && context.session->terminate(id);
    const std::array<Value, 3> row = {id, Value(),
                                      found ? "Transaction terminated." : "Transaction not found."};
    sink(row);
  }
}

}  // namespace

std::vector<ProcedureSpec> session_listings() {
  return {listing("show.settings", ProcedureMode::Read,
                  {{"name", kString},
                   {"value", kAny},
                   {"isDynamic", StaticType::of(ValueKind::Boolean)},
                   {"defaultValue", kAny},
                   {"description", kString}},
                  "What the session and this statement were given.", show_settings),
          listing("show.transactions", ProcedureMode::Read,
                  {{"database", kString},
                   {"transactionId", kString},
                   {"currentQueryId", kString},
                   {"connectionId", kString},
                   {"clientAddress", kString},
                   {"username", kString},
                   {"currentQuery", kString},
                   {"startTime", kString},
                   {"status", kString},
                   {"elapsedTime", kDuration},
                   {"outerTransactionId", kString},
                   {"currentQueryStartTime", kString},
                   {"currentQueryStatus", kString},
                   {"currentQueryElapsedTime", kDuration}},
                  "The statements that run.", show_transactions),
          listing("terminate.transactions", ProcedureMode::Admin,
                  {{"transactionId", kString}, {"username", kString}, {"message", kString}},
                  "Ends transactions.", terminate_transactions)};
}

}  // namespace liaison::query
