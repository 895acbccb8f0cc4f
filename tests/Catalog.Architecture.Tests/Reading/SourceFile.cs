using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Catalog.Architecture.Tests.Reading;

/// <summary>One hand-written C# file and its syntax tree.</summary>
internal sealed record SourceFile(string Path, CompilationUnitSyntax Syntax)
{
    private static readonly Lazy<IReadOnlyList<SourceFile>> Parsed = new(Parse);

    /// <summary>All C# files of the repository but the scaffolded migrations.</summary>
    public static IReadOnlyList<SourceFile> All => Parsed.Value;

    /// <summary>The files of the product itself and of its client.</summary>
    public static IEnumerable<SourceFile> Product => All.Where(static file =>
        file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Path.StartsWith("sdk/dotnet/", StringComparison.Ordinal));

    /// <summary>Says where a node stands, as <c>path:line</c>.</summary>
    public string At(SyntaxNodeOrToken node) => $"{Path}:{FirstLine(node)}";

    /// <summary>Lines from the first to the last token, both counted; comments above do not count.</summary>
    public static int LineCount(SyntaxNode node)
    {
        var lines = node.SyntaxTree.GetLineSpan(node.Span);
        return lines.EndLinePosition.Line - lines.StartLinePosition.Line + 1;
    }

    private int FirstLine(SyntaxNodeOrToken node) => Syntax.SyntaxTree.GetLineSpan(node.Span).StartLinePosition.Line + 1;

    private static List<SourceFile> Parse() =>
    [
        .. Repository.Files
            .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal))
            .Select(path => new SourceFile(path, CSharpSyntaxTree.ParseText(Repository.Read(path)).GetCompilationUnitRoot())),
    ];
}
