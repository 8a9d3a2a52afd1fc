#include "core/training/pretrain/curve.h"

#include "core/base/files.h"

#include <cstdlib>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace saysee::training {

base::Status Curve::keepBefore(std::int64_t step) const
{
    if (!std::filesystem::exists(m_file))
        return {};
    SAYSEE_ASSIGN(const std::string content, base::readFile(m_file));
    std::istringstream lines(content);
    std::string kept;
    std::string line;
    for (bool names = true; std::getline(lines, line); names = false) {
        if (names || std::strtoll(line.c_str(), nullptr, 10) < step)
            kept += line + "\n";
    }
    return base::writeFileAtomically(m_file, kept);
}

base::Status Curve::add(std::int64_t step, const Figures& figures) const
{
    const bool fresh = !std::filesystem::exists(m_file);
    std::ofstream file(m_file, std::ios::app);
    if (fresh) {
        file << "step";
        for (const auto& [name, value] : figures)
            file << ',' << name;
        file << '\n';
    }
    file << step << std::setprecision(9);
    for (const auto& [name, value] : figures)
        file << ',' << value;
    file << '\n';
    file.flush();
    if (!file)
        return base::fail(base::ErrorCode::Io, "Cannot write " + m_file.string() + "; is the disk full?");
    return {};
}

}  // namespace saysee::training
