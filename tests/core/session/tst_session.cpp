// A running program's two workers: what a person does is not kept waiting by a scan, and nothing thrown ends them.
#include "core/session/session.h"
#include "support/need.h"
#include "support/shared_data.h"
#include "support/tiny_jpeg.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <future>
#include <stdexcept>

using namespace saysee;
using test::need;

namespace {

template <class T>
session::Deliver<T> into(std::promise<base::Result<T>>& promise)
{
    return [&promise](base::Result<T> answer) { promise.set_value(std::move(answer)); };
}

}  // namespace

class TstSession : public QObject {
    Q_OBJECT

    QTemporaryDir m_home;

    std::filesystem::path at(const std::string& path) const
    {
        return std::filesystem::path(m_home.path().toStdString()) / path;
    }
    session::WorkspaceConfig config(const std::string& library) const
    {
        session::WorkspaceConfig config;
        config.library = at(library);
        config.engine.pack = test::sourceDirectory() / "models/picturebook";
        return config;
    }

private Q_SLOTS:
    void initTestCase()
    {
        for (const char* variable : {"XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME"})
            qputenv(variable, m_home.path().toUtf8());
    }

    void whatThrows_isAnsweredWithAnError()
    {
        session::Session session(config("throwing"));
        std::promise<base::Result<int>> asked;
        session.ask<int>([](session::Workspace&,
                            const base::TaskContext&) -> base::Result<int> { throw std::runtime_error("a defect"); },
                         into(asked));
        QCOMPARE(asked.get_future().get().error().code, base::ErrorCode::Internal);
        std::promise<base::Result<int>> changed;
        session.change<int>([](library::Library&) -> base::Result<int> { throw std::runtime_error("a defect"); },
                            into(changed));
        QCOMPARE(changed.get_future().get().error().code, base::ErrorCode::Internal);
        std::promise<base::Status> ended;
        session.inSteps([](session::Workspace&) -> base::Result<bool> { throw std::runtime_error("a defect"); },
                        [&](base::Status status) { ended.set_value(std::move(status)); });
        QCOMPARE(ended.get_future().get().error().code, base::ErrorCode::Internal);
        std::promise<base::Result<int>> after;
        session.ask<int>([](session::Workspace&, const base::TaskContext&) { return base::Result<int>(7); },
                         into(after));
        QCOMPARE(need(after.get_future().get()), 7);
    }

    void changesAreMadeDuringAScan()
    {
        std::filesystem::create_directories(at("photos"));
        std::ofstream(at("photos/a.jpg"), std::ios::binary) << test::tinyJpeg("a");
        session::Session session(config("scanned"));
        const auto photosKnown = [](library::Library& library) -> base::Result<std::uint64_t> {
            SAYSEE_ASSIGN(const auto folders, library.folders().list());
            return folders.front().photos;
        };
        std::promise<base::Result<base::FolderId>> added;
        session.change<base::FolderId>([&](library::Library& library) { return library.folders().add(at("photos")); },
                                       into(added));
        need(added.get_future().get());

        // The scan waits for the compute worker's answer until the change stands in the queue behind it.
        std::promise<void> goOn;
        std::promise<base::Result<int>> held;
        session.ask<int>(
            [&](session::Workspace&, const base::TaskContext&) -> base::Result<int> {
                goOn.get_future().wait();
                return 0;
            },
            into(held));
        const auto before = session.indexingStatus().generation;
        session.startIndexing();
        QTRY_VERIFY(session.indexingStatus().generation > before);
        std::promise<base::Result<std::uint64_t>> during;
        session.change<std::uint64_t>(photosKnown, into(during));
        goOn.set_value();
        QCOMPARE(need(during.get_future().get()), std::uint64_t(0));
        QTRY_COMPARE_WITH_TIMEOUT(session.indexingStatus().state, session::IndexingState::Idle, 60'000);
        std::promise<base::Result<std::uint64_t>> afterwards;
        session.change<std::uint64_t>(photosKnown, into(afterwards));
        QCOMPARE(need(afterwards.get_future().get()), std::uint64_t(1));
        held.get_future().wait();
    }
};

QTEST_GUILESS_MAIN(TstSession)
#include "tst_session.moc"
