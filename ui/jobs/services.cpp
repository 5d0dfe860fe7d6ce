#include "ui/jobs/services.h"

#include "net/curl_http.h"

namespace weighmaster::ui {

std::shared_ptr<net::Http> overNetwork() {
  return std::make_shared<net::CurlHttp>();
}

}  // namespace weighmaster::ui
