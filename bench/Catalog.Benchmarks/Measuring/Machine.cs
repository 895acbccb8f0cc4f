using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Catalog.Benchmarks.Measuring;

/// <summary>Says what the figures were taken on.</summary>
internal static class Machine
{
    internal static string Describe()
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        return string.Join(Environment.NewLine,
            $"CPU     {Processor()}, {Environment.ProcessorCount} cores for this process",
            string.Create(CultureInfo.InvariantCulture, $"Memory  {memory:0.0} GiB"),
            $"System  {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}",
            $"Runtime {RuntimeInformation.FrameworkDescription}");
    }

    /// <summary>Lets <see cref="PeakMemory"/> begin anew, where the system can.</summary>
    internal static void ResetPeakMemory()
    {
        const string references = "/proc/self/clear_refs";
        if (File.Exists(references))
        {
            File.WriteAllText(references, "5");
        }
    }

    /// <summary>Largest resident memory of this process so far, or since <see cref="ResetPeakMemory"/>.</summary>
    internal static string PeakMemory()
    {
        using var process = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{process.PeakWorkingSet64 / 1_048_576:N0} MiB");
    }

    private static string Processor()
    {
        const string facts = "/proc/cpuinfo";
        var model = File.Exists(facts)
            ? File.ReadLines(facts).FirstOrDefault(static line => line.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return model is null ? "unknown model" : model[(model.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
