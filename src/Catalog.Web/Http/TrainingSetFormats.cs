using Catalog.Core.Arrow;
using FeatureStore.Model;

namespace Catalog.Web.Http;

/// <summary>The formats of training sets as requests name them.</summary>
internal static class TrainingSetFormats
{
    /// <summary>All of them.</summary>
    internal static readonly IReadOnlyList<TrainingSetFormat> All = Enum.GetValues<TrainingSetFormat>();

    /// <summary>The format whose media type the request wants most; null when it names none. Wildcards name none: who takes anything gets the standard.</summary>
    internal static TrainingSetFormat? Accepted(HttpRequest request) => request.GetTypedHeaders().Accept
        .Where(static type => type.Quality is not 0)
        .OrderByDescending(static type => type.Quality ?? 1)
        .SelectMany(static type => All.Where(format => type.MediaType.Equals(MediaTypeOf(format), StringComparison.OrdinalIgnoreCase)))
        .Select(static format => (TrainingSetFormat?)format)
        .FirstOrDefault();

    internal static string MediaTypeOf(TrainingSetFormat format) => format switch
    {
        TrainingSetFormat.Csv => "text/csv",
        TrainingSetFormat.Arrow => ArrowStream.MediaType,
        _ => "application/vnd.apache.parquet",
    };

    /// <summary>What a file is called that it is saved to. The extension of an Arrow stream is <c>arrows</c>; <c>arrow</c> is that of the file format, which differs.</summary>
    internal static string FileNameOf(string name, TrainingSetFormat format) => name + format switch
    {
        TrainingSetFormat.Csv => ".csv",
        TrainingSetFormat.Arrow => ".arrows",
        _ => ".parquet",
    };
}
