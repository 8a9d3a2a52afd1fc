#include "core/session/run_report.h"

#include "core/base/files.h"
#include "core/session/tuning/run_folder.h"

namespace saysee::session {

RunReport readRun(const std::filesystem::path& library)
{
    const RunFolder folder(library);
    RunReport report;
    report.running = RunLock::isHeld(folder);
    std::error_code unreachable;
    report.exists = report.running || std::filesystem::exists(folder.run(), unreachable);
    if (auto status = base::readJson(folder.status()); status && status->is_object())
        report.status = std::move(*status);
    if (const auto scope = report.status.find("scope"); scope != report.status.end() && scope->is_string())
        report.scope = training::scopeNamed(scope->get<std::string>());
    return report;
}

bool requestStop(const std::filesystem::path& library)
{
    const RunFolder folder(library);
    return RunLock::isHeld(folder) && base::writeFileAtomically(folder.stop(), "").has_value();
}

base::Status discardRun(const std::filesystem::path& library)
{
    const RunFolder folder(library);
    SAYSEE_ASSIGN(const auto lock, RunLock::take(folder));
    folder.clear();
    return {};
}

}  // namespace saysee::session
