namespace FeatureStore.DuckDb.Tests.Support;

/// <summary>Arrow as pyarrow reads it, in a Python process (<c>compare_arrow.py</c>).</summary>
internal static class Pyarrow
{
    /// <summary>Compares every <c>NAME.arrows</c> of a folder with <c>NAME.parquet</c>; gives rows and batches by name. Skips the test where Python has no pyarrow.</summary>
    internal static async Task<IReadOnlyDictionary<string, (int Rows, int Batches)>> CompareAsync(string folder)
    {
        var output = await PythonScripts.RunAsync("pyarrow.parquet", Path.Combine("Tables", "compare_arrow.py"), folder);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.Split(' '))
            .ToDictionary(static parts => parts[0], static parts => (int.Parse(parts[1], null), int.Parse(parts[2], null)));
    }
}
