use super::*;

#[test]
fn the_table_says_who_may_do_what() {
    let check = |role: &str, object: &str, action: &str, expected: &str| {
        let found = level(role.parse().unwrap(), object.parse().unwrap(), action.parse().unwrap());
        assert_eq!(found.code(), expected, "{role} {object} {action}");
    };
    check("admin", "user", "manage", "all");
    check("manager", "account", "delete", "all");
    check("manager", "alignment", "manage", "all");
    check("manager", "user", "update", "team");
    check("manager", "user", "create", "none");
    check("manager", "organisation", "update", "none");
    check("rep", "account", "read", "territory");
    check("rep", "account", "manage", "none");
    check("rep", "account", "delete", "own");
    check("rep", "activity", "update", "own");
    check("rep", "route", "create", "own");
    check("rep", "alignment", "read", "all");
    check("rep", "alignment", "update", "none");
    check("rep", "snapshot", "create", "own");
    check("rep", "audit", "read", "none");
    check("marketing", "account", "export", "all");
    check("marketing", "account", "update", "none");
    check("marketing", "route", "read", "none");
    check("read_only", "account", "read", "all");
    check("read_only", "account", "export", "none");
    check("read_only", "snapshot", "create", "none");
}

#[test]
fn read_only_changes_nothing_but_its_own_settings() {
    for &object in Object::ALL {
        for &action in Action::ALL {
            let writes = !matches!(action, Action::Read);
            let own = matches!((object, action), (Object::User, Action::Update) | (Object::Job, _));
            if writes && !own {
                assert_eq!(level(Role::ReadOnly, object, action), Level::None);
            }
        }
    }
}

#[test]
fn territory_level_opens_own_rows_and_own_territories() {
    let [me, other, patch, elsewhere] = [1, 2, 3, 4].map(Uuid::from_u128);
    let memberships = Memberships { territory_ids: vec![patch], ..Memberships::default() };
    let rows = visible(Level::Territory, me, &memberships);
    assert!(rows.admits(Some(me), None, None));
    assert!(rows.admits(Some(other), None, Some(patch)));
    assert!(!rows.admits(Some(other), None, Some(elsewhere)));
    assert!(!rows.admits(None, None, None));
}

#[test]
fn team_level_opens_teammates_rows() {
    let [me, mate, stranger, team] = [1, 2, 3, 4].map(Uuid::from_u128);
    let memberships =
        Memberships { team_ids: vec![team], teammate_ids: vec![mate], ..Memberships::default() };
    let rows = visible(Level::Team, me, &memberships);
    assert!(rows.admits(Some(mate), None, None));
    assert!(rows.admits(None, Some(team), None));
    assert!(rows.admits(Some(me), None, None));
    assert!(!rows.admits(Some(stranger), None, None));
}
