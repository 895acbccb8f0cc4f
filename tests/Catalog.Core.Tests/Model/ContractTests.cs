using Catalog.Core.Model;

namespace Catalog.Core.Tests.Model;

public sealed class ContractTests
{
    [Theory]
    [InlineData("sales", "sales")]
    [InlineData("returns", "returns")]
    [InlineData("other", null)]
    public void ObjectFor_SeveralObjects_IsTheOneOfThatName(string source, string? expected)
        => Assert.Equal(expected, Contract("sales", "returns").ObjectFor(source)?.Name);

    [Fact]
    public void ObjectFor_OneObject_IsThatOneWhateverItsName() => Assert.Equal("lines", Contract("lines").ObjectFor("sales")?.Name);

    [Fact]
    public void ObjectFor_NoObject_IsNull() => Assert.Null(Contract().ObjectFor("sales"));

    private static Contract Contract(params string[] objects) => new()
    {
        Name = "c",
        Id = "c",
        Version = "1.0.0",
        ApiVersion = "v3.1.0",
        Schema = [.. objects.Select(static name => new ContractObject(name, null, []))],
    };
}
