#include "pilot/date_set_back.h"

#include <algorithm>
#include <type_traits>

#include <boost/mp11.hpp>

namespace docktor::pilot {
namespace {

/// Moves every time that there is in a value.
class Shift {
 public:
  explicit Shift(Duration by) : by_(by) {}

  void In(Instant& at) const {
    if (at != Instant{}) at += by_;  // that one means that there is none
  }
  template <typename T>
  void In(std::optional<T>& value) const {
    if (value) In(*value);
  }
  template <typename T>
  void In(std::vector<T>& all) const {
    for (auto& one : all) In(one);
  }
  template <typename T>
  void In(T& value) const {
    if constexpr (std::is_class_v<T> && boost::describe::has_describe_members<T>::value) {
      using Members = boost::describe::describe_members<T, boost::describe::mod_public>;
      boost::mp11::mp_for_each<Members>([&](auto member) { In(value.*member.pointer); });
    }
  }

 private:
  Duration by_;
};

void Move(Record& record, Duration by) {
  if (by == Duration{0}) return;
  std::visit([shift = Shift(by)](auto& body) { shift.In(body); }, record.body);
  record.at += by;
}

}  // namespace

/// What stands before a record of before a set is of before it, too, whatever its time says: the date may have been set
/// back in between.
void MoveOn(std::vector<Record>& records, const std::vector<DateSet>& sets) {
  Duration by{0};
  auto set = sets.rbegin();
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    for (; set != sets.rend() && record->at <= set->before; ++set) by += set->by;
    Move(*record, by);
  }
}

void UndoDateSetBack(std::vector<Record>& records, Instant now) {
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    now = std::min(now, record->at);
    Move(*record, now - record->at);
  }
}

}  // namespace docktor::pilot
