#include "remember/store/decision_table.h"

#include <array>

#include "core/json.h"

namespace docktor::remember {
namespace {

enum class Form { kId, kTime, kNumber, kText, kJson };

struct Column {
  const char* name;  ///< the member's of StoredDecision too
  Form form;
};

/// As they stand in the table, but for `sequence`, which is its second.
constexpr std::array<Column, 18> kColumns{{{"id", Form::kId},
                                           {"timestamp", Form::kTime},
                                           {"last", Form::kTime},
                                           {"looks", Form::kNumber},
                                           {"project", Form::kText},
                                           {"service", Form::kText},
                                           {"trigger", Form::kText},
                                           {"action", Form::kText},
                                           {"from_replicas", Form::kNumber},
                                           {"to_replicas", Form::kNumber},
                                           {"reason", Form::kText},
                                           {"outcome", Form::kText},
                                           {"explanation", Form::kText},
                                           {"metrics", Form::kJson},
                                           {"recommendation", Form::kJson},
                                           {"wish", Form::kJson},
                                           {"verdict", Form::kJson},
                                           {"report", Form::kJson}}};

std::string Selected(const Column& column) {
  const std::string name = column.name;
  return (column.form == Form::kTime ? "epoch_ms(" + name + ")" : name) + "::VARCHAR";
}

Result<json::value> ValueOf(const std::string& text, Form form) {
  switch (form) {
    case Form::kId: return json::value("d" + text);
    case Form::kTime: return json::value(ToRfc3339(Instant{Duration{std::stoll(text)}}));
    case Form::kText: return json::value(text);
    case Form::kNumber:
    case Form::kJson: break;
  }
  return ParseJson(text);
}

void Append(Database::Appender& table, const json::value* value, Form form) {
  if (value == nullptr) {
    table.AddNull();
  } else if (form == Form::kNumber) {
    table.Add(value->to_number<std::int64_t>());
  } else {
    table.Add(form == Form::kJson ? std::string_view(WriteJson(*value)) : std::string_view(value->as_string()));
  }
}

}  // namespace

std::string DecisionColumns() {
  std::string columns;
  for (const auto& column : kColumns) columns += (columns.empty() ? "" : ", ") + Selected(column);
  return columns;
}

Result<StoredDecision> ReadDecision(const Database::Row& row) {
  json::object members;
  for (std::size_t i = 0; i < kColumns.size(); ++i) {
    if (!row.at(i)) continue;
    auto value = ValueOf(*row[i], kColumns[i].form);
    if (!value) return tl::unexpected(value.error().During(kColumns[i].name));
    members[kColumns[i].name] = *std::move(value);
  }
  auto decision = FromJson<StoredDecision>(members);
  if (!decision) return Fail(Errc::kInternal, "read a decision from the store: " + decision.error().message);
  return decision;
}

void AppendDecision(Database::Appender& decisions, const StoredDecision& row, std::uint64_t sequence) {
  const auto value = ToJson(row);
  decisions.Add(static_cast<std::int64_t>(row.id.value)).Add(static_cast<std::int64_t>(sequence));
  decisions.Add(row.timestamp).Add(row.last);
  for (std::size_t i = 3; i < kColumns.size(); ++i)
    Append(decisions, value.get_object().if_contains(kColumns[i].name), kColumns[i].form);
  decisions.EndRow();
}

}  // namespace docktor::remember
