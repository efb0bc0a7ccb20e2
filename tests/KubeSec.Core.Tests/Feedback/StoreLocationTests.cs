using KubeSec.Feedback;
using KubeSec.Gate;

namespace KubeSec.Core.Tests.Feedback;

public sealed class StoreLocationTests
{
    [Theory]
    [InlineData("mysql://kubesec:hunter2@db/feedback", "postgres://")]
    [InlineData("postgres://kubesec:hunter2@db/feedback?sslmode=hunter2", "sslmode")]
    [InlineData("postgres://kubesec:hunter2@db/feedback?hunter2=1", "parameter")]
    [InlineData("postgres://kubesec:hunter2@/feedback", "cannot be read")]
    [InlineData("postgres:///feedback?password=hunter2", "host")]
    [InlineData("postgres://kubesec:hunter2@db:port/feedback", "cannot be read")]
    [InlineData("postgres://kubesec:hunter2@127.0.0.1:1/feedback?connect_timeout=1&password=hunter2", "does not answer")]
    public async Task An_address_that_leads_nowhere_is_refused_without_repeating_its_password(string address, string why)
    {
        FeedbackStoreException fault = await Assert.ThrowsAsync<FeedbackStoreException>(() => IncidentStore.OpenAsync(new IncidentStoreOptions { Location = address }));
        Assert.Equal(FeedbackStoreFault.Unreachable, fault.Fault);
        Assert.Contains(why, fault.Message, StringComparison.Ordinal);
        for (Exception? each = fault; each is not null; each = each.InnerException)
        {
            Assert.DoesNotContain("hunter2", each.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("postgres://kubesec:hunter2@db:5433/feedback?password=hunter2&sslmode=require", "postgres://db:5433/feedback")]
    [InlineData("postgres://db/feedback", "postgres://db/feedback")]
    [InlineData("postgres:///feedback?password=hunter2", "postgres:///feedback")]
    [InlineData("postgres://kubesec:hunter2@db:port/feedback", "postgres://…")]
    [InlineData(".kubesec/feedback.db", ".kubesec/feedback.db")]
    public void A_location_is_shown_without_its_secrets(string location, string shown)
    {
        Assert.Equal(shown, new IncidentStoreOptions { Location = location }.Place);
        Assert.Equal(shown, new IncidentStoreOptions { Location = location }.ToString());
        Assert.DoesNotContain("hunter2", new GatePolicy { Feedback = new FeedbackPolicy { Store = location } }.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres://db.acme.example/feedback", "Require")]
    [InlineData("postgres://10.0.0.7/feedback", "Require")]
    [InlineData("postgres://db.acme.example/feedback?sslmode=verify-full", "VerifyFull")]
    [InlineData("postgres://localhost/feedback", "Prefer")]
    [InlineData("postgres://[::1]/feedback", "Prefer")]
    public void A_server_across_a_wire_speaks_TLS_unless_stated(string address, string mode) =>
        Assert.Equal(mode, KubeSec.Feedback.Storage.PostgresAddress.Parse(address).Connection.SslMode.ToString());
}
