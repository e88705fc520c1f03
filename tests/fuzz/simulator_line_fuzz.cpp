#include <sstream>

#include "core/json.h"
#include "simulate/stdio.h"

/// Whatever a simulator says: each line is answered by one of JSON, or refused; counts are within the bounds of the
/// run.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace docktor;
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  std::ostringstream out;
  (void)simulate::AnswerSimulator(in, out, [](int min, int max) {
    Spec spec;
    spec.key = {"sim", "web"};
    spec.enabled = true;
    spec.min = min;
    spec.max = max;
    return spec;
  });
  std::istringstream answers(out.str());
  for (std::string line; std::getline(answers, line);)
    if (!ParseJson(line)) __builtin_trap();
  return 0;
}
