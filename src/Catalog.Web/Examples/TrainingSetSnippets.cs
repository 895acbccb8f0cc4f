using Catalog.Web.Queries;
using Catalog.Web.ViewModels;
using FeatureStore.Model;

namespace Catalog.Web.Examples;

/// <summary>How to make a training set of a view from a file of entity rows, and how to read its history itself. A test runs every one of these.</summary>
public static class TrainingSetSnippets
{
    /// <summary>So many files are named; more would bury the rest.</summary>
    public const int MaxFiles = 20;

    /// <summary>By the command line and by HTTP.</summary>
    /// <param name="server">Where the server is, without a slash at the end.</param>
    /// <param name="view">The view.</param>
    /// <param name="frame">The entity rows.</param>
    public static IReadOnlyList<Snippet> FromFile(string server, FeatureView view, SnippetFrame frame)
    {
        var definition = new TrainingSetDefinition { Features = [.. view.Features.Select(feature => $"{view.Name}:{feature.Name}")] };
        var file = $"{view.Name}.parquet";
        return
        [
            new Snippet("CLI", CodeLanguage.Shell, frame.LinesIn(CodeLanguage.Shell) + TrainingSetCalls.CommandLine(server, string.Empty, definition, overwrite: false, frame, file)),
            new Snippet(
                "HTTP",
                CodeLanguage.Shell,
                $$"""
                {{frame.LinesIn(CodeLanguage.Shell)}}name=$({{TrainingSetCalls.Curl(server, string.Empty, definition, overwrite: false, frame)}} \
                  | grep -o '"name":"[^"]*"' | head -n 1 | cut -d '"' -f 4)
                set={{server}}/api/v1/training-sets/$name
                while curl -s $set | grep -qE '"state":"(queued|running)"'; do sleep 0.2; done
                curl -sS --fail -o {{file}} $set/download
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
