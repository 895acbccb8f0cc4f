using System.Globalization;
using Catalog.Benchmarks.Measuring;

namespace Catalog.Benchmarks.Start;

/// <summary>How long a user waits for the first page of a built product.</summary>
internal sealed class StartBenchmark : Benchmark
{
    private const double BarSeconds = 3;

    internal override string Name => "start";

    internal override string Description =>
        """
        A built product on the data of the three samples, started again and again: from the start of the process until the whole home page has arrived. One start after the other, on a free
        port; whoever asks tries every 10 ms in this process, so that it takes nothing from the start. The bar is 3 s.
          product    the product, release build
          bare       an ASP.NET Core application with one route, release build
        """;

    internal override async Task<BenchmarkResult> RunAsync(BenchmarkSetting setting)
    {
        string[] product = [Path.GetFullPath("artifacts/bin/Catalog.Web/release/Catalog.Web.dll"), $"--Catalog:DataDirectory={Path.Combine(setting.Folder, "data")}", "--Logging:LogLevel:Default=Warning"];
        string[] bare = [Environment.GetCommandLineArgs()[0], BareServer.Argument];
        using (var first = StartedServer.Start(product))
        {
            await first.UntilAnsweredAsync("/health/ready");
        }

        List<StartFigures> ours = [], theirs = [];
        for (var round = 0; round < (setting.Quick ? 3 : 9); round++)
        {
            ours.Add(await MeasureAsync(product));
            theirs.Add(await MeasureAsync(bare));
        }

        var table = new TextTable("contender", "fastest, s", "median, s", "CPU, s", "memory, MiB");
        Add(table, "product", ours);
        Add(table, "bare", theirs);
        var median = Median(ours, static figures => figures.Seconds);
        return new BenchmarkResult(
            table,
            string.Create(CultureInfo.InvariantCulture, $"The median is {median:0.00} s, the bar {BarSeconds:0} s. The ratio is the median of the bare application over that of the product."),
            Median(theirs, static figures => figures.Seconds) / median);
    }

    private static async Task<StartFigures> MeasureAsync(string[] arguments)
    {
        using var server = StartedServer.Start(arguments);
        var seconds = await server.UntilAnsweredAsync("/");
        return new StartFigures(seconds, server.ProcessorSeconds, server.MemoryMebibytes);
    }

    private static double Median(List<StartFigures> figures, Func<StartFigures, double> figure) => Rate.Median(figures.Select(figure));

    private static void Add(TextTable table, string name, List<StartFigures> figures) => table.Add(
        name,
        figures.Min(static one => one.Seconds).ToString("0.00", CultureInfo.InvariantCulture),
        Median(figures, static one => one.Seconds).ToString("0.00", CultureInfo.InvariantCulture),
        Median(figures, static one => one.ProcessorSeconds).ToString("0.00", CultureInfo.InvariantCulture),
        Median(figures, static one => one.MemoryMebibytes).ToString("N0", CultureInfo.InvariantCulture));

    private readonly record struct StartFigures(double Seconds, double ProcessorSeconds, double MemoryMebibytes);
}
