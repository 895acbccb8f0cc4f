using Catalog.Architecture.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Catalog.Architecture.Tests;

public sealed class SizeTests
{
    private const int MaxFileLines = 500;
    private const int MaxMethodLines = 60;

    private static readonly string[] Written = [".cs", ".razor", ".css", ".js", ".mjs", ".sh", ".py"];

    [Fact]
    public void Files_AreShort() =>
        Violations.None($"A file is longer than {MaxFileLines} lines; split it by topic:",
            from path in Repository.Files
            where Written.Any(path.EndsWith) && !path.Contains("/Migrations/", StringComparison.Ordinal)
            let lines = Repository.ReadLines(path).Length
            where lines > MaxFileLines
            select $"{path} has {lines}");

    [Fact]
    public void Methods_AreShort() =>
        Violations.None($"A method is longer than {MaxMethodLines} lines; name its steps:",
            from file in SourceFile.All
            from method in file.Syntax.DescendantNodes()
            where method is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax
            where !IsMap(file, method)
            let lines = SourceFile.LineCount(method)
            where lines > MaxMethodLines
            select $"{file.At(method)} has {lines}");

    // Endpoint maps and model configurations are lists, not logic.
    private static bool IsMap(SourceFile file, SyntaxNode method) => method is MethodDeclarationSyntax { Identifier.Text: var name }
        && ((file.Path.EndsWith("Endpoints.cs", StringComparison.Ordinal) && name.StartsWith("Map", StringComparison.Ordinal))
            || (file.Path.Contains("/Configurations/", StringComparison.Ordinal) && name == "Configure")
            || name == "OnModelCreating");
}
