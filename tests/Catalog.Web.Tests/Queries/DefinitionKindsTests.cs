using Catalog.Core.Model;
using Catalog.Web.Queries;

namespace Catalog.Web.Tests.Queries;

public sealed class DefinitionKindsTests
{
    [Fact]
    public void All_EveryKind_StandsOnce()
        => Assert.Equal(Enum.GetValues<DefinitionKind>().Order(), DefinitionKinds.All.Select(info => info.Kind).Order());

    [Theory]
    [InlineData(DefinitionKind.FeatureView, "a_view", "loyalty", "/loyalty/views/a_view")]
    [InlineData(DefinitionKind.Contract, "a-contract", "loyalty", "/contracts/a-contract")]
    [InlineData(DefinitionKind.Team, "a team", null, "/teams/a%20team")]
    public void HrefOf_Definition_IsItsAddress(DefinitionKind kind, string name, string? domain, string href)
        => Assert.Equal(href, DefinitionKinds.HrefOf(new DefinitionId(kind, name), domain));
}
