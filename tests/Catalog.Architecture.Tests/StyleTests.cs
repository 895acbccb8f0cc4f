using System.Text.RegularExpressions;
using Catalog.Architecture.Tests.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Catalog.Architecture.Tests;

public sealed partial class StyleTests
{
    [Fact]
    public void Files_HoldOneTopLevelType_AndItsSmallCompanions() =>
        Violations.None("A file holds a type that deserves its own (records, enums, delegates and interfaces may stand beside the type they serve):",
            from file in SourceFile.Product
            where !IsForeignInterface(file)
            let types = TopLevelTypes(file).ToList()
            from type in types.Skip(1)
            where !IsCompanion(type)
            select $"{file.At(type)} {NameOf(type)}");

    [Fact]
    public void Files_AreNamedAfterTheirFirstType() =>
        Violations.None("A file is not named after the first type in it:",
            from file in SourceFile.Product
            where !IsForeignInterface(file)
            let first = TopLevelTypes(file).FirstOrDefault()
            where first is not null && !Path.GetFileName(file.Path).Split('.', '{')[0].Equals(NameOf(first), StringComparison.Ordinal)
            select $"{file.Path} begins with {NameOf(first)}");

    [Fact]
    public void Classes_AreSealed_UnlessSomethingDerivesFromThem()
    {
        var bases = SourceFile.All.SelectMany(file => file.Syntax.DescendantNodes().OfType<BaseTypeSyntax>())
            .Select(parent => UnqualifiedName().Match(parent.Type.ToString()).Value).ToHashSet();

        Violations.None("A class is neither sealed nor derived from:",
            from file in SourceFile.Product
            where !file.Path.EndsWith(".razor.cs", StringComparison.Ordinal)
            from type in file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>()
            where type is ClassDeclarationSyntax or RecordDeclarationSyntax { ClassOrStructKeyword.RawKind: not (int)SyntaxKind.StructKeyword }
            where !type.Modifiers.Any(word => word.Kind() is SyntaxKind.SealedKeyword or SyntaxKind.StaticKeyword or SyntaxKind.AbstractKeyword)
            where !bases.Contains(type.Identifier.Text)
            select $"{file.At(type)} {type.Identifier.Text}");
    }

    [Fact]
    public void Catches_NameWhatTheyHandle_OrThrowAgain() =>
        Violations.None("A catch swallows everything; name the exceptions or narrow with `when`:",
            from file in SourceFile.Product
            from clause in file.Syntax.DescendantNodes().OfType<CatchClauseSyntax>()
            where clause.Filter is null && (clause.Declaration is null || clause.Declaration.Type.ToString() is "Exception" or "System.Exception")
            where clause.Block.Statements.LastOrDefault() is not ThrowStatementSyntax { Expression: null }
            select file.At(clause));

    [Fact]
    public void Code_IsFinished() =>
        Violations.None("Unfinished code:",
            from file in SourceFile.Product
            from node in file.Syntax.DescendantNodes().OfType<IdentifierNameSyntax>()
            where node.Identifier.Text == nameof(NotImplementedException)
            select file.At(node));

    [Fact]
    public void Comments_OweNothing_WithoutANumber() =>
        Violations.None("A TODO, FIXME or HACK without an issue number such as `TODO(#12)`:",
            from file in SourceFile.All
            from trivia in file.Syntax.DescendantTrivia()
            where trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
            where Debt().IsMatch(trivia.ToString())
            select $"{file.Path}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");

    [Fact]
    public void Warnings_AreMended_NotSilenced() =>
        Violations.None("A warning is switched off, or a region hides code:",
            from file in SourceFile.Product
            from trivia in file.Syntax.DescendantTrivia()
            where trivia.IsKind(SyntaxKind.PragmaWarningDirectiveTrivia) || trivia.IsKind(SyntaxKind.RegionDirectiveTrivia)
            select $"{file.Path}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}");

    [Fact]
    public void Attributes_DoNotSuppress() =>
        Violations.None("A warning is suppressed:",
            from file in SourceFile.Product
            from attribute in file.Syntax.DescendantNodes().OfType<AttributeSyntax>()
            where attribute.Name.ToString().EndsWith("SuppressMessage", StringComparison.Ordinal)
            select file.At(attribute));

    [Fact]
    public void Methods_AreNeverAsyncVoid() =>
        Violations.None("An async void method loses its exceptions:",
            from file in SourceFile.All
            from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
            where method.Modifiers.Any(SyntaxKind.AsyncKeyword) && method.ReturnType.ToString() == "void"
            select file.At(method));

    private static IEnumerable<MemberDeclarationSyntax> TopLevelTypes(SourceFile file) =>
        file.Syntax.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>().Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

    // The handles and structs of a native library are one family, read together.
    private static bool IsForeignInterface(SourceFile file) => file.Path.Contains("/Native/", StringComparison.Ordinal);

    private static string NameOf(MemberDeclarationSyntax type) => type switch
    {
        BaseTypeDeclarationSyntax declaration => declaration.Identifier.Text,
        DelegateDeclarationSyntax declaration => declaration.Identifier.Text,
        _ => string.Empty,
    };

    private static bool IsCompanion(MemberDeclarationSyntax type) => type switch
    {
        RecordDeclarationSyntax or EnumDeclarationSyntax or DelegateDeclarationSyntax or InterfaceDeclarationSyntax => true,
        ClassDeclarationSyntax declaration => declaration.Modifiers.Any(SyntaxKind.StaticKeyword)
            && declaration.Members.All(member => member is FieldDeclarationSyntax field && field.Modifiers.Any(SyntaxKind.ConstKeyword)),
        _ => false,
    };

    [GeneratedRegex(@"\w+(?=<|$)")]
    private static partial Regex UnqualifiedName();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK)\b(?!\(#\d+\))")]
    private static partial Regex Debt();
}
