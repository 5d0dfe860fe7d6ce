#include "ui/jobs/services.h"

#include "net/curl_http.h"
#include "signing/timestamp_authority.h"

namespace weighmaster::ui {

std::shared_ptr<signing::Witness> askOverNetwork(const std::string& url) {
  return std::make_shared<signing::TimestampAuthority>(std::make_shared<net::CurlHttp>(), url);
}

}  // namespace weighmaster::ui
