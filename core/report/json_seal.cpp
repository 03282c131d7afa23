#include "core/report/json_seal.h"

#include <utility>

#include "core/base/sha256.h"
#include "core/report/escape.h"

namespace adapnet::report {

std::string sealOf(const nlohmann::ordered_json& document) {
    nlohmann::ordered_json plain = document;
    plain.erase(kSealMember);
    return sha256Hex(plain.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

std::string sealed(nlohmann::ordered_json document) {
    document[kSealMember] = sealOf(document);
    return jsonForPages(document.dump(1)) + "\n";
}

}  // namespace adapnet::report
