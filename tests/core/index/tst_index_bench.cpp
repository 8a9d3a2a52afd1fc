#include "core/index/index_bench.h"

#include <QTest>

using namespace saysee;

class TstIndexBench : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void smallRun_fillsEveryField()
    {
        index::IndexBenchOptions options;
        options.vectors = 3000;
        options.dimension = 32;
        options.queries = 10;
        options.index.exactLimit = 1000;
        const auto report = index::benchIndex(options);
        QVERIFY(report.has_value());
        QVERIFY(report->description.starts_with("IVF"));
        QCOMPARE(report->recall, 1.0);
        QCOMPARE(report->filteredRecall, 1.0);
        const nlohmann::json json = index::toJson(*report);
        for (const auto& [name, value] : json.items())
            QVERIFY2(value.is_string() || name.ends_with("bytes") || value.get<double>() > 0, name.c_str());
    }

    void senselessOptions_areRefused()
    {
        using Options = index::IndexBenchOptions;
        const auto refused = [](void (*change)(Options&)) {
            Options options;
            change(options);
            const auto report = index::benchIndex(options);
            return !report && report.error().code == base::ErrorCode::InvalidArgument;
        };
        QVERIFY(refused([](Options& options) { options.vectors = 0; }));
        QVERIFY(refused([](Options& options) { options.dimension = 0; }));
        QVERIFY(refused([](Options& options) { options.queries = 0; }));
        QVERIFY(refused([](Options& options) { options.k = 0; }));
        QVERIFY(refused([](Options& options) { options.filterShare = 0; }));
        QVERIFY(refused([](Options& options) { options.filterShare = 1.5; }));
    }
};

QTEST_GUILESS_MAIN(TstIndexBench)
#include "tst_index_bench.moc"
