using System.Text.RegularExpressions;
using Catalog.Architecture.Tests.Reading;

namespace Catalog.Architecture.Tests;

public sealed partial class TrackedFilesTests
{
    private static readonly string[] Binary = [".gz", ".parquet", ".woff2", ".png", ".ico"];

    [Fact]
    public void Files_NameNoPlaceOfOneMachine() =>
        Violations.None("A file names a folder of one machine or the host of a package registry:",
            from path in Repository.Files
            where !Binary.Any(path.EndsWith)
            from line in Repository.ReadLines(path).Index()
            where OneMachine().IsMatch(line.Item)
            select $"{path}:{line.Index + 1} {line.Item.Trim()}");

    [Fact]
    public void Files_AreNoBuildProducts() =>
        Violations.None("A build product is tracked:",
            Repository.Files.Where(path => BuildProduct().IsMatch(path)));

    [GeneratedRegex(@"/work/(main|wt|shared)|/(root|home/\w+)/|registry\.npmjs|api\.nuget\.org|pypi\.org/simple")]
    private static partial Regex OneMachine();

    [GeneratedRegex(@"(^|/)(bin|obj|artifacts|node_modules|__pycache__|TestResults)/|\.(dll|so|pdb|nupkg|db|sqlite)$")]
    private static partial Regex BuildProduct();
}
