#include "app/samples.h"

#include <algorithm>
#include <iterator>

namespace docktor::app {

std::vector<remember::Sample> SamplesOf(const pilot::Snapshot& snapshot) {
  std::vector<remember::Sample> samples;
  for (const auto& view : snapshot.services) {
    remember::Sample sample{view.key, snapshot.at, view.inputs.running, view.inputs.ready, {}};
    std::copy_if(view.inputs.signals.begin(), view.inputs.signals.end(), std::back_inserter(sample.signals),
                 [](const Signal& signal) { return signal.mean.has_value(); });
    if (!sample.signals.empty()) samples.push_back(std::move(sample));
  }
  return samples;
}

}  // namespace docktor::app
