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

}  // namespace

void UndoDateSetBack(std::vector<Record>& records, Instant now) {
  for (auto record = records.rbegin(); record != records.rend(); ++record) {
    now = std::min(now, record->at);
    if (record->at == now) continue;
    std::visit([shift = Shift(now - record->at)](auto& body) { shift.In(body); }, record->body);
    record->at = now;
  }
}

}  // namespace docktor::pilot
