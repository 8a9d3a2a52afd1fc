// How much memory this process has in use.
#pragma once

#include <QFile>

namespace saysee::test {

// VmRSS of proc(5).
inline qint64 residentKilobytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).simplified().split(' ').front().toLongLong();
    return 0;
}

}  // namespace saysee::test
