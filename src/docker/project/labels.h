#pragma once

namespace docktor::docker {

/// The labels by which Compose knows its own containers.
inline constexpr const char* kProjectLabel = "com.docker.compose.project";
inline constexpr const char* kServiceLabel = "com.docker.compose.service";
inline constexpr const char* kNumberLabel = "com.docker.compose.container-number";
inline constexpr const char* kOneOffLabel = "com.docker.compose.oneoff";  ///< "True" for `compose run`: no replica
inline constexpr const char* kConfigHashLabel = "com.docker.compose.config-hash";
inline constexpr const char* kConfigFilesLabel = "com.docker.compose.project.config_files";
inline constexpr const char* kEnvironmentFilesLabel = "com.docker.compose.project.environment_file";  ///< may be absent
inline constexpr const char* kWorkingDirLabel = "com.docker.compose.project.working_dir";

/// On every copy that Docktor made: the text of the decision that asked for it ("d42"). Not a setting, although it
/// begins like one.
inline constexpr const char* kCopyLabel = "docktor.copy";

}  // namespace docktor::docker
