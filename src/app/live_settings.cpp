#include "app/live_settings.h"

namespace docktor::app {

LiveSettings::LiveSettings(settings::Settings first, Read read)
    : read_(std::move(read)), now_(std::make_shared<const settings::Settings>(std::move(first))) {}

std::shared_ptr<const settings::Settings> LiveSettings::Now() const {
  const std::lock_guard lock(mutex_);
  return now_;
}

std::optional<std::string> LiveSettings::Trouble() const {
  const std::lock_guard lock(mutex_);
  return trouble_;
}

Status LiveSettings::Reload() {
  auto read = read_();
  const std::lock_guard lock(mutex_);
  if (!read) {
    trouble_ = read.error().message;
    return tl::unexpected(read.error());
  }
  now_ = std::make_shared<const settings::Settings>(*std::move(read));
  trouble_.reset();
  return {};
}

}  // namespace docktor::app
