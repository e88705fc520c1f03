#include "act/census.h"
#include "docker/connection/answer.h"
#include "docker/project/description.h"

/// Whatever body and status an engine answers with: success and refusal are told apart, and a list's entries, whatever
/// they are, can be read as containers of a service and counted; the number of the next is above all that there are.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  if (size < 2) return 0;
  net::HttpResponse answer;
  answer.status = 100 + (data[0] * 256 + data[1]) % 500;
  answer.body.assign(reinterpret_cast<const char*>(data) + 2, size - 2);
  const bool good = docker::CheckAnswer(answer).has_value();
  if (const auto object = docker::ReadObject(answer); object && !good) __builtin_trap();
  const auto list = docker::ReadArray(answer);
  if (!list) return 0;
  if (!good) __builtin_trap();
  std::vector<json::object> entries;
  for (const auto& entry : *list)
    if (entry.is_object()) entries.push_back(entry.get_object());
  (void)docker::ParseService({"shop", "web"}, {}, entries);
  const auto census = act::CensusOf(*list, {"shop", "web"});
  if (census.NextNumber() < 1) __builtin_trap();
  for (const auto& container : census.containers)
    if (act::Runs(container) && act::IsLeftover(container)) __builtin_trap();
  return 0;
}
