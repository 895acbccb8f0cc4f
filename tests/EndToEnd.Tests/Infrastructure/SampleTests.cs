namespace EndToEnd.Tests.Infrastructure;

/// <summary>Tests that share one <see cref="SampleCatalog"/>.</summary>
[CollectionDefinition(Name)]
public sealed class SampleTests : ICollectionFixture<SampleCatalog>
{
    internal const string Name = "samples";
}
