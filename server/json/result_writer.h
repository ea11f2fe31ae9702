// Values as JSON, plain or typed, appended to a string: no tree is built in between. Temporal texts
// always carry seconds; nodes and relationships are written from their detached copies.
// Thread-safety: pure functions.
#pragma once

#include <span>
#include <string>

#include "liaison/engine/value.h"
#include "liaison/query/plan_view.h"
#include "liaison/query/result.h"

namespace liaison::server {

enum class ValueFormat : std::uint8_t { Plain, Typed };

void append_value(std::string& out, const Value& value, ValueFormat format);

// The parts of a reply besides rows, each a JSON object (or array).
void append_counters(std::string& out, const query::Counters& counters);
void append_plan(std::string& out, const query::PlanView& plan, bool is_profiled,
                 ValueFormat format);
// `statement` turns byte positions into code points.
void append_notifications(std::string& out, std::span<const query::Notification> notifications,
                          std::string_view statement);
// {"offset": 7, "line": 1, "column": 8}; the offset counts code points.
void append_position(std::string& out, const SourceSpan& span, std::string_view statement);

}  // namespace liaison::server
