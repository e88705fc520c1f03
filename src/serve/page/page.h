#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "serve/request.h"
#include "serve/response.h"

namespace docktor::serve {

/// A file of the page, as it was built; bytes that live as long as the program.
struct PageFile {
  std::string_view path;  ///< "index.html", "assets/index-BfKx2.js"
  std::string_view bytes;
  std::string_view compressed;  ///< with gzip
};

/// What web/dist held when this program was built; empty: nothing.
std::vector<PageFile> BuiltIn();

/// Whether the path is the page's, and not that of the API, of agents or of Prometheus.
bool IsOfPage(std::string_view path);

/// The page in the browser: its files, and index.html for every path that it routes by itself ("/services/web").
/// Thread-safe.
class Page {
 public:
  explicit Page(const std::vector<PageFile>& files = BuiltIn());

  /// `path` is of the page.
  Response Answer(const Request& request, std::string_view path) const;

 private:
  struct File {
    PageFile file;
    std::string tag;
  };
  Response Index(const Request& request) const;

  std::map<std::string, File, std::less<>> files_;  ///< by path
};

}  // namespace docktor::serve
