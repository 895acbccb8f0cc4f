using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;

namespace Catalog.Web.Examples;

/// <summary>How to make a training set of a view from a file of entity rows, and how to read its history itself. A test runs every one of these.</summary>
public static class TrainingSetSnippets
{
    /// <summary>So many files are named; more would bury the rest.</summary>
    public const int MaxFiles = 20;

    /// <summary>By the command line and by HTTP, from the file <c>entities.csv</c>.</summary>
    /// <param name="server">Where the server is, without a slash at the end.</param>
    /// <param name="view">The view.</param>
    public static IReadOnlyList<Snippet> FromFile(string server, FeatureView view)
    {
        var definition = new TrainingSetDefinition { Features = [.. view.Features.Select(feature => $"{view.Name}:{feature.Name}")] };
        var name = $"{view.Name}-1";
        return
        [
            new Snippet("CLI", CodeLanguage.Shell, TrainingSetCalls.CommandLine(server, string.Empty, definition, overwrite: false, $"{name}.parquet")),
            new Snippet(
                "HTTP",
                CodeLanguage.Shell,
                $"""
                {TrainingSetCalls.Curl(server, name, definition, overwrite: false)}
                # once it is completed
                curl -s -o {name}.parquet {server}/api/v1/training-sets/{name}/download
                """),
        ];
    }

    /// <summary>All rows of a snapshot as a pandas frame. The files are named one by one: others that lie beside them may hold the same rows again.</summary>
    public static Snippet PandasFiles(OfflineHistory history) => new(
        "pandas",
        CodeLanguage.Python,
        $"""
        import pandas

        files = [
            {string.Join(",\n    ", history.Paths.Take(MaxFiles).Select(Literals.Quote))},
        ]
        rows = pandas.concat(pandas.read_parquet(file) for file in files)
        print(rows)
        """);
}
